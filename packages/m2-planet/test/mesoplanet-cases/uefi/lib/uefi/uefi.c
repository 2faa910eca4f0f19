int firmware;
