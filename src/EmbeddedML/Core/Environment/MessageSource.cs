namespace Microsoft.ML.Runtime;

/// <summary>Something with a name under which messages are sent and exceptions are marked.</summary>
internal abstract class MessageSource(string? shortName, string? parentFullName) : IExceptionContext
{
    public string? ShortName { get; } = shortName;

    public string? ParentFullName { get; } = parentFullName;

    public string? FullName { get; } = string.IsNullOrEmpty(parentFullName) ? shortName : $"{parentFullName}; {shortName}";

    public virtual string ContextDescription => FullName ?? "";

    public virtual TException Process<TException>(TException ex) where TException : Exception
    {
        if (ex is not null)
        {
            Mark(ex, ShortName);
            ex.Data["Parent component"] = ParentFullName;
        }
        return ex!;
    }

    /// <summary>Notes in an exception who threw it, and that it was noted.</summary>
    protected static void Mark(Exception ex, string? component)
    {
        ex.Data["Throwing component"] = component;
        ex.Data["ML_IsMarked"] = 1;
    }
}
