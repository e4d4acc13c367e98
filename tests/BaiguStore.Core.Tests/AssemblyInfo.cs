using Xunit.Sdk;
using Xunit.v3;

// Each test has a store of its own, and many wait for a server: those of one class need not wait for each other.
[assembly: Parallelization(Mode = ParallelMode.All)]
