"""What a translation may have got wrong. Remarks only: nothing here ever stops anybody."""
