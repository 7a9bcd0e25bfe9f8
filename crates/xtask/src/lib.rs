//! What `cargo xtask` and the end-to-end tests share.
