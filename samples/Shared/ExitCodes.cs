namespace MLNetDeep.Samples;

/// <summary>What the program ends with.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int WrongOption = 2;

    /// <summary>What shells expect after Ctrl-C: 128 + the number of SIGINT.</summary>
    public const int Interrupted = 130;
}
