//! Man pages and shell completions of Porchlight's programs, from the definitions of their command lines.
//!
//! The programs write them themselves, so that what is packaged is of the very version beside it.

use std::{fs, io, path::Path};

use clap::Command;
use clap_complete::{Shell, generate_to};
use clap_mangen::Man;

const SHELLS: [Shell; 3] = [Shell::Bash, Shell::Zsh, Shell::Fish];

/// Writes a man page for the program and for each of its commands into `man1`, and its completions into `bash`, `zsh`
/// and `fish`, all below `folder`. A hidden command has no page. The pages carry `date`, as in `2026-11-25`.
///
/// # Errors
/// If a folder cannot be made, or a file not written.
pub fn write(mut program: Command, date: &str, folder: &Path) -> io::Result<()> {
    for shell in SHELLS {
        let folder = folder.join(shell.to_string());
        fs::create_dir_all(&folder)?;
        let name = program.get_name().to_owned();
        generate_to(shell, &mut program, name, folder)?;
    }
    program.build();
    let pages = folder.join("man1");
    fs::create_dir_all(&pages)?;
    write_pages(&program, date, &pages)
}

fn write_pages(command: &Command, date: &str, folder: &Path) -> io::Result<()> {
    let visible = command
        .get_subcommands()
        .filter(|command| !command.is_hide_set() && command.get_name() != "help");
    for subcommand in visible {
        write_pages(subcommand, date, folder)?;
    }
    let name = command.get_display_name().unwrap_or(command.get_name());
    Man::new(command.clone())
        .title(name.to_uppercase())
        .date(date)
        .source("Porchlight")
        .manual("User Commands")
        .generate_to(folder)
        .map(drop)
}

#[cfg(test)]
mod tests {
    use clap::Arg;

    use super::*;

    #[test]
    fn a_program_and_each_command_that_is_shown_has_a_page_and_each_shell_its_completion() {
        let folder = tempfile::tempdir().unwrap();
        let program =
            Command::new("lantern")
                .version("1.2")
                .subcommand(Command::new("secret").hide(true))
                .subcommand(Command::new("light").about("Lights it").subcommand(
                    Command::new("up").arg(Arg::new("bright").long("bright").num_args(0)),
                ));

        write(program, "2026-11-25", folder.path()).unwrap();

        assert_eq!(
            names(&folder.path().join("man1")),
            ["lantern-light-up.1", "lantern-light.1", "lantern.1"]
        );
        let page = fs::read_to_string(folder.path().join("man1/lantern-light-up.1")).unwrap();
        assert!(
            page.contains("bright") && page.contains("lantern light up"),
            "{page}"
        );
        for (shell, file) in [
            ("bash", "lantern.bash"),
            ("zsh", "_lantern"),
            ("fish", "lantern.fish"),
        ] {
            let completion = fs::read_to_string(folder.path().join(shell).join(file)).unwrap();
            assert!(completion.contains("bright"), "{completion}");
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}
