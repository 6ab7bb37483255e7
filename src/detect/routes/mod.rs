//! HTTP routes with their full paths: one general router graph, told by each framework's TOML how
//! routers come to be, how they are mounted and what registers on them. It names no framework.

mod body;
mod build;
mod class;
mod compose;
mod controller;
mod convention;
mod documented;
mod door;
mod each;
mod exempt;
mod forgotten;
mod forwarded;
mod function;
pub mod global;
pub mod graph;
mod guard;
mod inside;
mod kept;
mod list;
mod listed;
mod module;
mod name;
mod nowhere;
mod page;
mod parameter;
pub mod path;
mod place;
mod script;
mod setting;
mod slot;
mod typed;
mod verb;
mod version;
mod view;

pub use body::Bodies;
pub use class::annotated;
pub use convention::Convention;
pub use forwarded::Forwarded;
pub use slot::Written;
pub use view::{singular, words};
