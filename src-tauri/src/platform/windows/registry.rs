//! The little of the registry that the app reads, writes and watches.

use std::{
    ffi::c_void,
    io,
    os::windows::io::{AsRawHandle as _, FromRawHandle as _, OwnedHandle},
    ptr::{null, null_mut},
};

use windows_sys::Win32::{
    Foundation::{ERROR_FILE_NOT_FOUND, ERROR_SUCCESS, WAIT_OBJECT_0},
    System::{
        Registry::{
            HKEY, HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, KEY_NOTIFY, KEY_QUERY_VALUE,
            REG_NOTIFY_CHANGE_LAST_SET, REG_OPTION_NON_VOLATILE, REG_SZ, RRF_RT_REG_BINARY,
            RRF_RT_REG_DWORD, RRF_RT_REG_SZ, RegCloseKey, RegCreateKeyExW, RegDeleteKeyValueW,
            RegGetValueW, RegNotifyChangeKeyValue, RegSetKeyValueW,
        },
        Threading::{CreateEventW, INFINITE, WaitForSingleObject},
    },
};

use super::wide;

/// Longer than any text that is read here, in UTF-16 units.
const TEXT: usize = 1024;
/// Longer than any bytes that are read here.
const BYTES: usize = 64;

/// Whose settings.
#[derive(Clone, Copy, Debug)]
pub(super) enum Root {
    User,
    Machine,
}

impl Root {
    fn key(self) -> HKEY {
        match self {
            Self::User => HKEY_CURRENT_USER,
            Self::Machine => HKEY_LOCAL_MACHINE,
        }
    }
}

/// A key of the user's, to be watched.
#[derive(Debug)]
pub(super) struct Watched(HKEY);

impl Watched {
    /// Opens the key, and makes it where there is none: what is not there cannot be watched.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub(super) fn open(path: &str) -> io::Result<Self> {
        let path = wide(path);
        let mut key = null_mut();
        // SAFETY: the string ends with a zero; it and the place for the key outlive the call.
        checked(unsafe {
            RegCreateKeyExW(
                HKEY_CURRENT_USER,
                path.as_ptr(),
                0,
                null(),
                REG_OPTION_NON_VOLATILE,
                KEY_QUERY_VALUE | KEY_NOTIFY,
                null(),
                &raw mut key,
                null_mut(),
            )
        })?;
        Ok(Self(key))
    }

    /// A number in it; none where there is no such number.
    pub(super) fn number(&self, name: &str) -> Option<u32> {
        let name = wide(name);
        let mut number = 0_u32;
        let mut size = size_of::<u32>().try_into().ok()?;
        // SAFETY: the string ends with a zero; the place for the number is as large as it is said to be.
        checked(unsafe {
            RegGetValueW(
                self.0,
                null(),
                name.as_ptr(),
                RRF_RT_REG_DWORD,
                null_mut(),
                (&raw mut number).cast::<c_void>(),
                &raw mut size,
            )
        })
        .ok()?;
        Some(number)
    }

    /// Watches from now on, for one change.
    ///
    /// # Errors
    /// If the system does not tell of changes.
    pub(super) fn next_change(&self) -> io::Result<Change> {
        // SAFETY: nothing is handed over but numbers and null; what comes back is owned by nobody else.
        let event = unsafe {
            let event = CreateEventW(null(), 0, 0, null());
            if event.is_null() {
                return Err(io::Error::last_os_error());
            }
            OwnedHandle::from_raw_handle(event)
        };
        // SAFETY: key and event are open, and stay so until the change is dropped; then the system drops the watch.
        checked(unsafe {
            RegNotifyChangeKeyValue(
                self.0,
                0,
                REG_NOTIFY_CHANGE_LAST_SET,
                event.as_raw_handle(),
                1,
            )
        })?;
        Ok(Change(event))
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        // SAFETY: the key is open, and nobody else's.
        unsafe { RegCloseKey(self.0) };
    }
}

/// The next change of a watched key.
#[derive(Debug)]
pub(super) struct Change(OwnedHandle);

impl Change {
    /// Waits for it, on this thread.
    ///
    /// # Errors
    /// If the system does not wait.
    pub(super) fn wait(self) -> io::Result<()> {
        // SAFETY: the event is open.
        match unsafe { WaitForSingleObject(self.0.as_raw_handle(), INFINITE) } {
            WAIT_OBJECT_0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        }
    }
}

/// A text; none where there is no such text.
pub(super) fn text(root: Root, path: &str, name: &str) -> Option<String> {
    let (path, name) = (wide(path), wide(name));
    let mut text = [0_u16; TEXT];
    let mut size = size_of_val(&text).try_into().ok()?;
    // SAFETY: the strings end with a zero; the place for the text is as large as it is said to be.
    checked(unsafe {
        RegGetValueW(
            root.key(),
            path.as_ptr(),
            name.as_ptr(),
            RRF_RT_REG_SZ,
            null_mut(),
            text.as_mut_ptr().cast::<c_void>(),
            &raw mut size,
        )
    })
    .ok()?;
    let units = text.iter().take_while(|unit| **unit != 0).copied();
    char::decode_utf16(units).collect::<Result<_, _>>().ok()
}

/// Writes a text of the user's, and the key that it stands in.
///
/// # Errors
/// If it cannot be written.
pub(super) fn set_text(path: &str, name: &str, text: &str) -> io::Result<()> {
    let (path, name, text) = (wide(path), wide(name), wide(text));
    let size = size_of_val(text.as_slice())
        .try_into()
        .map_err(io::Error::other)?;
    // SAFETY: the strings end with a zero; the text is as large as it is said to be.
    checked(unsafe {
        RegSetKeyValueW(
            HKEY_CURRENT_USER,
            path.as_ptr(),
            name.as_ptr(),
            REG_SZ,
            text.as_ptr().cast::<c_void>(),
            size,
        )
    })
}

/// The first byte of some bytes of the user's; none where there are none.
pub(super) fn first_byte(path: &str, name: &str) -> Option<u8> {
    let (path, name) = (wide(path), wide(name));
    let mut bytes = [0_u8; BYTES];
    let mut size = size_of_val(&bytes).try_into().ok()?;
    // SAFETY: the strings end with a zero; the place for the bytes is as large as it is said to be.
    checked(unsafe {
        RegGetValueW(
            HKEY_CURRENT_USER,
            path.as_ptr(),
            name.as_ptr(),
            RRF_RT_REG_BINARY,
            null_mut(),
            bytes.as_mut_ptr().cast::<c_void>(),
            &raw mut size,
        )
    })
    .ok()?;
    (size > 0).then_some(bytes[0])
}

/// Removes a value of the user's, if there is one.
///
/// # Errors
/// If it cannot be removed.
pub(super) fn remove(path: &str, name: &str) -> io::Result<()> {
    let (path, name) = (wide(path), wide(name));
    // SAFETY: the strings end with a zero and outlive the call.
    match unsafe { RegDeleteKeyValueW(HKEY_CURRENT_USER, path.as_ptr(), name.as_ptr()) } {
        ERROR_FILE_NOT_FOUND => Ok(()),
        code => checked(code),
    }
}

fn checked(code: u32) -> io::Result<()> {
    if code == ERROR_SUCCESS {
        Ok(())
    } else {
        Err(io::Error::from_raw_os_error(code.cast_signed()))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use windows_sys::Win32::System::Registry::REG_BINARY;

    use super::*;

    const KEY: &str = r"Software\Porchlight\Tests";

    #[test]
    fn what_is_written_is_read_and_a_change_is_told() {
        let watched = Watched::open(KEY).unwrap();
        // Of a former run; the same text again would be no change.
        remove(KEY, "text").unwrap();
        let change = watched.next_change().unwrap();

        set_text(KEY, "text", "lantern").unwrap();

        change.wait().unwrap();
        assert_eq!(text(Root::User, KEY, "text").as_deref(), Some("lantern"));
        assert_eq!(text(Root::User, KEY, "nothing"), None);
        assert_eq!(watched.number("text"), None, "a text is no number");
    }

    /// Writes bytes of the user's, as Windows does.
    pub(in super::super) fn set_bytes(path: &str, name: &str, bytes: &[u8]) {
        let (path, name) = (wide(path), wide(name));
        let size = u32::try_from(bytes.len()).unwrap();
        // SAFETY: the strings end with a zero; the bytes are as many as it is said.
        checked(unsafe {
            RegSetKeyValueW(
                HKEY_CURRENT_USER,
                path.as_ptr(),
                name.as_ptr(),
                REG_BINARY,
                bytes.as_ptr().cast::<c_void>(),
                size,
            )
        })
        .unwrap();
    }
}
