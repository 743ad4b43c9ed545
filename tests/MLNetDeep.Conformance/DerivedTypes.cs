namespace MLNetDeep.Conformance;

/// <summary>Creates an instance of each class of this assembly that derives from a given base class, ordered by class name.</summary>
internal static class DerivedTypes
{
    public static IReadOnlyList<T> Create<T>() =>
    [
        .. typeof(DerivedTypes).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract)
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (T)Activator.CreateInstance(type)!),
    ];
}
