//! The server of the preview: listeners that are always there, and one thread for each connection.
//!
//! Owns binding, and that nothing a machine refuses for a while ends the server. Does not know what is asked.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use super::Preview;
use super::crowd::Crowd;
use super::http::Connection;
use crate::error::Error;

/// How long a machine without room is left alone.
const BEAT: Duration = Duration::from_millis(20);
/// What a connection fails of that is gone before it is taken.
const GONE: [io::ErrorKind; 3] =
    [io::ErrorKind::ConnectionAborted, io::ErrorKind::ConnectionReset, io::ErrorKind::Interrupted];
/// The port that is tried first.
pub const PORT: u16 = 4320;

/// Binds `host`, or this machine alone: the port that was asked for, or else the next that is free.
///
/// # Errors
/// A port that was asked for and is taken, or an address that is not of this machine.
pub fn bind(host: Option<IpAddr>, port: Option<u16>) -> Result<Vec<TcpListener>, Error> {
    let first = host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let ports = match port {
        Some(port) => port..=port,
        None => PORT..=PORT.saturating_add(99),
    };
    let mut refusal = None;
    for port in ports {
        match TcpListener::bind(SocketAddr::new(first, port)) {
            Ok(listener) => {
                let port = listener.local_addr().map_or(port, |address| address.port());
                let mut listeners = vec![listener];
                if host.is_none() {
                    // Where the machine has no IPv6, or the port is taken there, one address is enough.
                    let second = SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), port);
                    listeners.extend(TcpListener::bind(second));
                }
                return Ok(listeners);
            }
            Err(cause) if cause.kind() == io::ErrorKind::AddrInUse => {
                refusal = Some(Error::bind(&SocketAddr::new(first, port).to_string(), cause));
            }
            Err(cause) => return Err(Error::bind(&SocketAddr::new(first, port).to_string(), cause)),
        }
    }
    Err(refusal.unwrap_or_else(|| Error::bind(&first.to_string(), io::ErrorKind::AddrInUse.into())))
}

/// Answers requests for ever, in threads of its own; all listeners share one crowd.
///
/// # Errors
/// A machine that gives no thread.
pub fn serve(listeners: Vec<TcpListener>, preview: &Arc<Preview>) -> Result<(), Error> {
    let crowd = Arc::new(Crowd::default());
    for listener in listeners {
        let address = listener.local_addr().map_err(|cause| Error::bind("?", cause))?;
        let (preview, crowd) = (preview.clone(), crowd.clone());
        let run = move || accept(&listener, &crowd, &preview);
        let spawned = std::thread::Builder::new().name(format!("http {address}")).spawn(run);
        spawned.map_err(|cause| Error::bind(&address.to_string(), cause))?;
    }
    Ok(())
}

/// Gives each connection a thread.
fn accept(listener: &TcpListener, crowd: &Arc<Crowd>, preview: &Arc<Preview>) {
    loop {
        match listener.accept() {
            Ok((stream, _)) => {
                let (crowd, preview) = (crowd.clone(), preview.clone());
                let run = move || {
                    if let Ok(connection) = Connection::new(stream, &crowd) {
                        connection.run(&|exchange| preview.answer(exchange));
                    }
                };
                // Without a thread the connection is dropped, which closes it.
                let _ = std::thread::Builder::new().spawn(run);
            }
            Err(cause) if GONE.contains(&cause.kind()) => {}
            // Mostly the machine has no descriptor left.
            Err(_) => {
                crowd.make_room();
                std::thread::sleep(BEAT);
            }
        }
    }
}
