//! The rule files as written (serde types). Checked and compiled by [`super::load`]; nobody else
//! sees unchecked rules.

mod criterion;
mod detector;
mod framework;
mod language;
mod roadmap;
mod scaffold;

pub use criterion::*;
pub use detector::*;
pub use framework::{
    Action, Class, Convention, Doors, File as RouteFile, Framework, Global, Group, Guard, Handler,
    Hooks, List, Listed, Module, Mount, Names, Page, Parameters, Prefix, Route, Router, Same,
    Script, Slot, Slots, Version, View,
};
pub use language::*;
pub use roadmap::*;
pub use scaffold::*;
