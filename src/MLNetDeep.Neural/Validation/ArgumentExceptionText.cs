namespace MLNetDeep.Neural.Validation;

/// <summary>Gives the messages of exceptions that are passed on.</summary>
internal static class ArgumentExceptionText
{
    /// <summary>Returns the message without the name of the parameter, which .NET puts behind it. The caller knows no such parameter.</summary>
    public static string MessageWithoutParameter(this ArgumentException exception)
    {
        int end = exception.Message.LastIndexOf($" (Parameter '{exception.ParamName}')", StringComparison.Ordinal);
        return end < 0 ? exception.Message : exception.Message[..end];
    }
}
