namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>A column to load: its name, its type and the fields of a line from which it is read.</summary>
    public sealed class Column
    {
        /// <summary>The name.</summary>
        public string Name = null!;

        /// <summary>
        /// The fields. A single field gives a column of single values; several, or one in a range that says so, a column of vectors.
        /// </summary>
        public Range[] Source = null!;

        /// <summary>Where given, the column is one of keys, and the file has their positions, from 0 on.</summary>
        public KeyCount? KeyCount;

        /// <summary>Makes a column that has no name and no fields yet.</summary>
        public Column()
        {
        }

        /// <summary>Makes a column that is read from one field.</summary>
        /// <param name="name">The name.</param>
        /// <param name="dataKind">The type of the value.</param>
        /// <param name="index">The field, counting from 0.</param>
        public Column(string name, DataKind dataKind, int index) : this(name, dataKind, [new Range(index)])
        {
        }

        /// <summary>Makes a column of vectors that are read from adjacent fields.</summary>
        /// <param name="name">The name.</param>
        /// <param name="dataKind">The type of the slots' values.</param>
        /// <param name="minIndex">The first field, counting from 0.</param>
        /// <param name="maxIndex">The last field.</param>
        public Column(string name, DataKind dataKind, int minIndex, int maxIndex) : this(name, dataKind, [new Range(minIndex, maxIndex)])
        {
        }

        /// <summary>Makes a column.</summary>
        /// <param name="name">The name.</param>
        /// <param name="dataKind">The type of the values, or of the slots' values.</param>
        /// <param name="source">The fields.</param>
        /// <param name="keyCount">Where given, the column is one of keys.</param>
        public Column(string name, DataKind dataKind, Range[] source, KeyCount? keyCount = null)
        {
            ArgumentNullException.ThrowIfNull(name);
            ArgumentNullException.ThrowIfNull(source);
            Name = name;
            DataKind = dataKind;
            Source = source;
            KeyCount = keyCount;
        }

        /// <summary>The type of the values, or of the slots' values.</summary>
        public DataKind DataKind { get; set; } = DataKind.Single;
    }
}
