namespace MLNetDeep.Conformance;

/// <summary>Makes one of each class of this assembly that derives from a base class, in the order of their names.</summary>
internal static class Found
{
    public static IReadOnlyList<T> Create<T>() =>
    [
        .. typeof(Found).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract)
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (T)Activator.CreateInstance(type)!),
    ];
}
