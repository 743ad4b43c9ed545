namespace MLNetDeep.Samples;

/// <summary>Converts exceptions to messages for the user.</summary>
internal static class ErrorMessage
{
    /// <summary>
    /// Returns the exception's message without the parameter name and value that .NET appends to it. These would only repeat the
    /// option that the message names.
    /// </summary>
    public static string From(Exception e)
    {
        int end = e is ArgumentException { ParamName: string name }
            ? e.Message.IndexOf($" (Parameter '{name}')", StringComparison.Ordinal)
            : -1;
        return end < 0 ? e.Message : e.Message[..end];
    }
}
