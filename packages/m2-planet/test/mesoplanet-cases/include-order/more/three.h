int three_more;
