//! The presence server that Porchlight's apps and customers' pages talk to.

pub mod campus;
pub mod config;
pub mod embedded;
