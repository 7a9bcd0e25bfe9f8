### The window: everything that it says by itself. What the app decides is worded in core.ftl.

## The frame around the pages

# The app behind the window is gone. “porchlight window” is a command, and stays as it is.
no-answer = Porchlight does not answer. Close this window, and open it again from the tray or with “porchlight window”.
# What is read to those who cannot see of the three pages at the bottom.
nav = Pages
nav-status = Status
nav-schedule = Schedule
nav-settings = Settings
# Beside the name of the app, where all of it is a sample.
demo = Demo
demo-hint = A sample campus on this computer: nobody else sees you here
