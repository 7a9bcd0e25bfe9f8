### What the window and the server's pages both say.

# A stretch of a day. $from (String) - `09:00`
# $until (String) - `17:00`
hours = { $from }–{ $until }
# Something whole, with what ends a sentence. $text (String)
sentence = { $text }.
