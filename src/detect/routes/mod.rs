//! HTTP routes with their full paths: one general router graph, told by each framework's TOML how
//! routers come to be, how they are mounted and what registers on them. It names no framework.

mod build;
mod class;
mod compose;
mod controller;
mod function;
mod global;
pub mod graph;
mod guard;
mod list;
pub mod path;
mod slot;
mod verb;
mod view;

pub use class::annotated;
pub use view::words;
