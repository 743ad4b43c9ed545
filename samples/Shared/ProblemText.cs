namespace MLNetDeep.Samples;

/// <summary>Turns exceptions into messages for the user.</summary>
internal static class ProblemText
{
    /// <summary>
    /// The exception's message without the parameter name and value that .NET appends; the message already names the option.
    /// </summary>
    public static string Of(Exception e)
    {
        int end = e is ArgumentException { ParamName: string name }
            ? e.Message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal)
            : -1;
        return end < 0 ? e.Message : e.Message[..end];
    }
}
