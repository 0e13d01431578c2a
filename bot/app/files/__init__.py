"""Files that the running bot loads: those of the watched folder, and large ones in a process of their own."""
