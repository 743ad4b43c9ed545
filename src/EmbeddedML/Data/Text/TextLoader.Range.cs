namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>A range of the fields of a line. Fields count from 0.</summary>
    public sealed class Range
    {
        /// <summary>The first field.</summary>
        public int Min;

        /// <summary>The last field; null where another property says where the range ends.</summary>
        public int? Max;

        /// <summary>Whether the range goes on to the end of the line, and all lines have the same number of fields.</summary>
        public bool AutoEnd;

        /// <summary>Whether the range goes on to the end of the line, and lines may have different numbers of fields.</summary>
        public bool VariableEnd;

        /// <summary>Whether the range leaves out fields that other ranges have.</summary>
        public bool AllOther;

        /// <summary>Whether the column is one of vectors even where the range is a single field.</summary>
        public bool ForceVector;

        /// <summary>Makes the range of the field 0.</summary>
        public Range()
        {
        }

        /// <summary>Makes the range of one field.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
        public Range(int index)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            Min = index;
            Max = index;
        }

        /// <summary>Makes a range for a column of vectors.</summary>
        /// <param name="min">The first field.</param>
        /// <param name="max">The last field; null for the last of the line.</param>
        /// <exception cref="ArgumentOutOfRangeException">The first field is negative, or the last one is before it.</exception>
        public Range(int min, int? max)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(min);
            if (max < min)
                throw new ArgumentOutOfRangeException(nameof(max), max, $"The last field must not be before the first one, {min}.");
            Min = min;
            Max = max;
            ForceVector = true;
            AutoEnd = max is null;
        }
    }
}
