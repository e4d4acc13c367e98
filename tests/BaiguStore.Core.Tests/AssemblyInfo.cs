using Xunit.Sdk;
using Xunit.v3;

// Each test has its own store, and many wait for a server: tests of one class may run in parallel.
[assembly: Parallelization(Mode = ParallelMode.All)]
