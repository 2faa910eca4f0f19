/* Opening files as C has it. */

int errno;      /* why the last call that returned -1 failed */

int open(char* name, int flags, int mode)
{
	int result = _open(name, flags, mode);
	if (result < 0) {
		errno = -result;
		return -1;
	}
	return result;
}
