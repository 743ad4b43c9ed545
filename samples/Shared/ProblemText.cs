namespace MLNetDeep.Samples;

/// <summary>What is wrong, for a person.</summary>
internal static class ProblemText
{
    /// <summary>The message without the name of the parameter and the value that .NET adds to it: the message itself has what is to be said of them.</summary>
    public static string Of(Exception e)
    {
        int end = e is ArgumentException { ParamName: string name } ? e.Message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal) : -1;
        return end < 0 ? e.Message : e.Message[..end];
    }
}
