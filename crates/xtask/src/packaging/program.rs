//! What becomes a package, and where its files go.

/// A program with all that is packaged of it.
#[derive(Debug)]
pub(super) struct Program {
    /// Also the package's name, and its first binary's.
    pub(super) name: &'static str,
    pub(super) binaries: &'static [&'static str],
    /// Where its packaging files are, in the repository.
    pub(super) folder: &'static str,
    /// Those that are installed, and where.
    pub(super) files: &'static [(&'static str, &'static str)],
    /// What goes with the package itself.
    pub(super) control: &'static [&'static str],
    pub(super) has_icon: bool,
}

pub(super) const PROGRAMS: &[Program] = &[
    Program {
        name: "porchlight",
        binaries: &["porchlight", "porchlight-window"],
        folder: "src-tauri/packaging",
        files: &[
            ("porchlight.desktop", "usr/share/applications"),
            ("chat.porchlight.app.metainfo.xml", "usr/share/metainfo"),
            ("porchlight.service", "usr/lib/systemd/user"),
        ],
        control: &["control"],
        has_icon: true,
    },
    Program {
        name: "porchlight-server",
        binaries: &["porchlight-server"],
        folder: "crates/server/packaging",
        files: &[
            ("porchlight-server.service", "lib/systemd/system"),
            ("porchlight-server-backup.service", "lib/systemd/system"),
            ("porchlight-server-backup.timer", "lib/systemd/system"),
            ("server.toml", "etc/porchlight-server"),
        ],
        control: &["control", "conffiles", "postinst", "prerm", "postrm"],
        has_icon: false,
    },
];
