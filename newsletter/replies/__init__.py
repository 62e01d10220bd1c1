"""Reading what people answer to a letter: who asks to leave, which machine speaks, and what is for the editor."""
