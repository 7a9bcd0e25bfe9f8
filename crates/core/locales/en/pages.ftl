### The server's pages: everything that they say by themselves.
