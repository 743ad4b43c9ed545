namespace MLNetDeep.Data;

/// <summary>A value in a pickle, as plain data: nothing here can run anything.</summary>
internal abstract record PickleValue
{
    public sealed record Integer(long Value) : PickleValue;

    public sealed record Truth(bool Value) : PickleValue;

    public sealed record Nothing : PickleValue;

    public sealed record Text(string Value) : PickleValue;

    /// <summary>Bytes, as the characters of the same numbers.</summary>
    public sealed record Bytes(string Value) : PickleValue;

    public sealed record Tuple(PickleValue[] Items) : PickleValue;

    /// <summary>The name of one of the few things of NumPy that an array of objects refers to.</summary>
    public sealed record Name(string Value) : PickleValue;

    /// <summary>The type of an array's elements; only that of objects.</summary>
    public sealed record ObjectType : PickleValue;

    /// <summary>An array of objects.</summary>
    public sealed record Array : PickleValue
    {
        /// <summary>The elements; null until they are read.</summary>
        public List? Elements { get; set; }
    }

    /// <summary>A list of integers, or of lists.</summary>
    public sealed record List : PickleValue
    {
        private List<int>? _integers;
        private List<List>? _lists;

        // Made when they are needed: an empty list is one byte of a pickle, and should not take much more here.
        public List<int> Integers => _integers ??= [];

        public List<List> Lists => _lists ??= [];

        public bool HasIntegers => _integers?.Count > 0;

        public bool HasLists => _lists?.Count > 0;
    }
}
