//! The HTTP server of the preview: listeners that are always there, and one thread for each request.
//!
//! Owns binding, and the survival of tiny_http's weaknesses: a connection can wait until another one
//! comes, and its accepting thread ends when the machine has no descriptors left. A connection to
//! ourselves at short intervals wakes the first and notices the second. And answers are sent without
//! Nagle's delay, which connections take over from the listener; it costs 40 ms an answer otherwise.
//! Does not know what is asked.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use socket2::SockRef;
use tiny_http::{Request, Server};

use crate::error::Error;

/// How often the server is asked whether it is still there.
const BEAT: Duration = Duration::from_millis(200);
/// Requests that are answered at the same time; further ones wait.
const THREADS: usize = 1024;
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
        match listen(SocketAddr::new(first, port)) {
            Ok(listener) => {
                let port = listener.local_addr().map_or(port, |address| address.port());
                let mut listeners = vec![listener];
                if host.is_none() {
                    // Where the machine has no IPv6, or the port is taken there, one address is enough.
                    let second = SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), port);
                    listeners.extend(listen(second));
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

/// A listener whose connections answer at once, from the first on.
fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(address)?;
    SockRef::from(&listener).set_tcp_nodelay(true)?;
    Ok(listener)
}

/// Answers requests for ever, in threads of its own.
///
/// # Errors
/// A machine that gives no thread.
pub fn serve(listener: TcpListener, answer: Arc<dyn Fn(Request) + Send + Sync>) -> Result<(), Error> {
    let address = listener.local_addr().map_err(|cause| Error::bind("?", cause))?;
    let run = move || keep_serving(listener, address, &answer);
    let spawned = std::thread::Builder::new().name(format!("http {address}")).spawn(run);
    spawned.map(drop).map_err(|cause| Error::bind(&address.to_string(), cause))
}

fn keep_serving(listener: TcpListener, address: SocketAddr, answer: &Arc<dyn Fn(Request) + Send + Sync>) {
    let mut listener = Some(listener);
    loop {
        let bound = listener.take().map_or_else(|| listen(address), Ok);
        if let Ok(bound) = bound
            && let Ok(server) = Server::from_listener(bound, None)
        {
            let server = Arc::new(server);
            let taking = server.clone();
            let answer = answer.clone();
            let taker = std::thread::Builder::new().spawn(move || take(&taking, &answer));
            if taker.is_ok() {
                wait_for_the_end(address);
            }
            server.unblock();
        }
        std::thread::sleep(BEAT);
    }
}

/// Takes requests and gives each a thread, so that a reader who does not read holds up nobody.
fn take(server: &Server, answer: &Arc<dyn Fn(Request) + Send + Sync>) {
    let busy = Arc::new(AtomicUsize::new(0));
    while let Ok(request) = server.recv() {
        while busy.load(Ordering::Relaxed) >= THREADS {
            std::thread::sleep(Duration::from_millis(1));
        }
        busy.fetch_add(1, Ordering::Relaxed);
        let (answer, busy) = (answer.clone(), Leave(busy.clone()));
        let work = move || {
            let _busy = busy;
            answer(request);
        };
        // Without a thread the request is dropped, which closes its connection.
        let _ = std::thread::Builder::new().spawn(work);
    }
}

/// Counts a request as answered, however its thread ends.
struct Leave(Arc<AtomicUsize>);

impl Drop for Leave {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Returns when nobody accepts connections any more.
fn wait_for_the_end(address: SocketAddr) {
    let own = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    let own = SocketAddr::new(own, address.port());
    loop {
        std::thread::sleep(BEAT);
        if let Err(cause) = TcpStream::connect_timeout(&own, BEAT)
            && cause.kind() == io::ErrorKind::ConnectionRefused
        {
            return;
        }
    }
}
