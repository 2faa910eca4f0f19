int two_beside;
