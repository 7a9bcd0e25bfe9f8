//! The network between an app and its server.

use std::{
    io,
    net::{Shutdown, TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

/// The network between an app and its server, which can be cut while the server goes on for everybody else.
#[derive(Debug)]
pub(crate) struct Relay {
    pub(crate) url: String,
    wire: Arc<Mutex<Wire>>,
}

#[derive(Debug, Default)]
struct Wire {
    is_cut: bool,
    connections: Vec<TcpStream>,
}

impl Relay {
    /// A way to this server.
    pub(crate) fn to(server: &str) -> Self {
        let target = server.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let wire = Arc::new(Mutex::new(Wire::default()));
        let shared = Arc::clone(&wire);
        thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                let mut wire = shared.lock().unwrap_or_else(PoisonError::into_inner);
                if !wire.is_cut {
                    let _ = connect(near, &target, &mut wire.connections);
                }
            }
        });
        Self { url, wire }
    }

    /// Ends every connection, and refuses new ones.
    pub(crate) fn cut(&self) {
        let mut wire = self.wire.lock().unwrap_or_else(PoisonError::into_inner);
        wire.is_cut = true;
        for connection in wire.connections.drain(..) {
            let _ = connection.shutdown(Shutdown::Both);
        }
    }

    /// Lets connections through again.
    pub(crate) fn mend(&self) {
        self.wire
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_cut = false;
    }
}

fn connect(near: TcpStream, target: &str, connections: &mut Vec<TcpStream>) -> io::Result<()> {
    let far = TcpStream::connect(target)?;
    connections.extend([near.try_clone()?, far.try_clone()?]);
    for (mut from, mut to) in [(near.try_clone()?, far.try_clone()?), (far, near)] {
        thread::spawn(move || {
            let _ = io::copy(&mut from, &mut to);
            let _ = to.shutdown(Shutdown::Both);
        });
    }
    Ok(())
}
