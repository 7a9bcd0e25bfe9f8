//! The campus with a disk that fails in every way, other processes that write in between, and time that passes.

mod devices;
mod failures;
mod publishing;
mod world;
