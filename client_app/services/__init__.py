"""What people do: one public function is one act and one transaction; who does it and when are passed in."""
