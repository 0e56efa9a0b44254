"""The kinds of thing people do in an activity: one folder a kind. See docs/howto/add-a-block.md."""
