//! The server as its clients, its administrators and its customers' pages meet it.

mod bad_input;
mod cases;
mod command_line;
mod interface;
mod one_truth;
mod storage;
mod streams;
mod time;
mod world;
