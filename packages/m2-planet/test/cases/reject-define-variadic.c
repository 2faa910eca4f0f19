#define F(...) 1
