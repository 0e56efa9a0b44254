"""What people read and are asked, kept as data files: their form, their loading and what can be asked of them."""
