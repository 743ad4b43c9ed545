namespace MLNetDeep.Mpi;

/// <summary>
/// There is no MPI, the program was not started by mpirun, the launcher and the library do not fit, or a call of MPI failed. The message
/// says which, and what to do.
/// </summary>
/// <remarks>
/// A program that ends with this exception has an exit code that is not 0, so mpirun ends the other ranks.
/// </remarks>
public sealed class MpiException : InvalidOperationException
{
    internal MpiException(string message)
        : base(message)
    {
    }
}
