//! What the program's own file takes of the memory.

#![expect(
    unsafe_code,
    reason = "the compiler cannot check that what is let go of comes back as it was"
)]

use std::{ffi::c_int, ptr};

use libc::{MADV_DONTNEED, PF_W, PT_LOAD, c_void, dl_iterate_phdr, dl_phdr_info};

/// Whole pages: the largest that any of our systems has, so that none is touched in part.
const PAGE: usize = 64 * 1024;

/// Lets go of the code that only starting needed: three quarters of it. The system maps pages of the file again, from its
/// cache, as they are needed.
pub fn forget_start() {
    // SAFETY: the callback has the type that is asked for, and needs no data.
    unsafe {
        dl_iterate_phdr(Some(forget), ptr::null_mut());
    }
}

/// Forgets what is mapped of the program and never written. Called for the program first; libraries are shared anyway.
unsafe extern "C" fn forget(program: *mut dl_phdr_info, _: usize, _: *mut c_void) -> c_int {
    // SAFETY: the loader passes its own description, which is valid for this call.
    let (program, segments) = unsafe {
        let program = &*program;
        let count = usize::from(program.dlpi_phnum);
        let segments = std::slice::from_raw_parts(program.dlpi_phdr, count);
        (program, segments)
    };
    let unwritten = segments
        .iter()
        .filter(|segment| segment.p_type == PT_LOAD && segment.p_flags & PF_W == 0);
    for segment in unwritten {
        let (Ok(base), Ok(offset), Ok(size)) = (
            usize::try_from(program.dlpi_addr),
            usize::try_from(segment.p_vaddr),
            usize::try_from(segment.p_memsz),
        ) else {
            continue;
        };
        let from = base.wrapping_add(offset).next_multiple_of(PAGE);
        let until = base.wrapping_add(offset).wrapping_add(size) / PAGE * PAGE;
        if from < until {
            // SAFETY: these pages are as they are in the file, for nobody may write them, and come back from there.
            unsafe {
                libc::madvise(
                    ptr::without_provenance_mut(from),
                    until - from,
                    MADV_DONTNEED,
                );
            }
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_that_was_let_go_of_runs_on_and_takes_memory_only_as_it_does() {
        let mapped = || {
            let rollup = std::fs::read_to_string("/proc/self/smaps_rollup").unwrap();
            let line = rollup.lines().find(|line| line.starts_with("Pss_File:"));
            let kilobytes = line.unwrap().split_whitespace().nth(1).unwrap();
            kilobytes.parse::<u32>().unwrap()
        };
        let before = mapped();

        forget_start();

        assert!(mapped() < before, "of {before} kB");
    }
}
