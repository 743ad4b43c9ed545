using System.Buffers;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Collects labels row by row.</summary>
internal abstract class LabelCollector
{
    /// <summary>Reads the label of the current row; returns false if the label is missing.</summary>
    public abstract bool Read();

    /// <summary>Adds the label that was read last.</summary>
    public abstract void Keep();

    /// <summary>Removes the labels but keeps the buffer.</summary>
    public abstract void Clear();

    /// <summary>Returns the collected labels.</summary>
    public abstract Targets ToTargets();

    /// <summary>Creates a collector of zero-based class indices; -1 is a missing label.</summary>
    public static LabelCollector ForClasses(Func<int> read) =>
        new Collector<int>(read, static label => label >= 0, static labels => new ClassTargets(labels));

    /// <summary>Creates a collector of numbers; a number that is not finite is a missing label.</summary>
    public static LabelCollector ForNumbers(Func<float> read) =>
        new Collector<float>(read, float.IsFinite, static labels => new DenseTargets(labels));

    private sealed class Collector<T>(Func<T> read, Func<T, bool> isPresent, Func<ReadOnlyMemory<T>, Targets> toTargets) : LabelCollector
    {
        private readonly ArrayBufferWriter<T> _labels = new();
        private T _current = default!;

        public override bool Read()
        {
            _current = read();
            return isPresent(_current);
        }

        public override void Keep() => _labels.Write([_current]);

        public override void Clear() => _labels.ResetWrittenCount();

        public override Targets ToTargets() => toTargets(_labels.WrittenMemory);
    }
}
