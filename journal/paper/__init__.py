"""The screens of paper: proofs and final files, distribution, short addresses, downloads."""
