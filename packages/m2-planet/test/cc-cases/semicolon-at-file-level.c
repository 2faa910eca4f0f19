int f()
{
};
