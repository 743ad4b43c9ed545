namespace Microsoft.ML.Data;

/// <summary>Which values are missing ones, by type. Types other than reals and keys have none.</summary>
internal static class MissingValues
{
    /// <summary>What tells missing values of a type; null where it has none.</summary>
    /// <typeparam name="T">The raw type of <paramref name="type"/>.</typeparam>
    public static Predicate<T>? Predicate<T>(DataViewType type)
    {
        if (type is KeyDataViewType)
            return static value => EqualityComparer<T>.Default.Equals(value, default);
        if (typeof(T) == typeof(float))
            return (Predicate<T>)(Delegate)(Predicate<float>)float.IsNaN;
        if (typeof(T) == typeof(double))
            return (Predicate<T>)(Delegate)(Predicate<double>)double.IsNaN;
        return null;
    }

    /// <summary>The missing value of a type, or its default value where it has none.</summary>
    /// <typeparam name="T">The raw type.</typeparam>
    public static T ValueOrDefault<T>()
    {
        if (typeof(T) == typeof(float))
            return (T)(object)float.NaN;
        if (typeof(T) == typeof(double))
            return (T)(object)double.NaN;
        return default!;
    }
}
