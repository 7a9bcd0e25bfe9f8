### What the window and the server's pages both say.

# Between two times of day.
# $from (String) - `09:00`
# $until (String) - `17:00`
hours = { $from }–{ $until }
