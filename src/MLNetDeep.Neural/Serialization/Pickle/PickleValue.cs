namespace MLNetDeep.Neural.Serialization;

/// <summary>A value in a pickle, as plain data that cannot run code.</summary>
internal abstract record PickleValue
{
    public sealed record Integer(long Value) : PickleValue;

    public sealed record Number(double Value) : PickleValue;

    public sealed record Boolean(bool Value) : PickleValue;

    public sealed record None : PickleValue;

    public sealed record Text(string Value) : PickleValue;

    /// <summary>Bytes, as Latin-1 text.</summary>
    public sealed record Bytes(string Value) : PickleValue;

    public sealed record Tuple(PickleValue[] Items) : PickleValue;

    /// <summary>A global name that the reader knows. It is never looked up.</summary>
    public sealed record Name(string Value) : PickleValue;

    /// <summary>The element type "object" of an array; no other type is supported.</summary>
    public sealed record ObjectType : PickleValue;

    /// <summary>An array of objects.</summary>
    public sealed record Array : PickleValue
    {
        /// <summary>The elements; null until the opcode Build sets the state of the array.</summary>
        public List? Elements { get; set; }
    }

    /// <summary>A list of integers, or a list of lists.</summary>
    public sealed record List : PickleValue
    {
        private List<int>? _integers;
        private List<List>? _lists;

        // Created on first use: an empty list takes only one byte in a pickle, so it must not take much more memory here.
        public List<int> Integers => _integers ??= [];

        public List<List> Lists => _lists ??= [];

        public bool HasIntegers => _integers?.Count > 0;

        public bool HasLists => _lists?.Count > 0;
    }
}
