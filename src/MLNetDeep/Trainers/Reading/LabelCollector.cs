using System.Buffers;
using MLNetDeep.Neural;

namespace MLNetDeep.Trainers;

/// <summary>Gathers labels, row by row.</summary>
internal abstract class LabelCollector
{
    /// <summary>Reads the label of the current row; false where it is missing.</summary>
    public abstract bool Read();

    /// <summary>Keeps the label that was read.</summary>
    public abstract void Keep();

    /// <summary>Forgets the labels that were kept, but not their memory.</summary>
    public abstract void Clear();

    /// <summary>The labels that were kept.</summary>
    public abstract Targets ToTargets();

    /// <summary>Of classes, as indices from 0; -1 is missing.</summary>
    public static LabelCollector OfClasses(Func<int> read) =>
        new Collector<int>(read, static label => label >= 0, static labels => new ClassTargets(labels));

    /// <summary>Of numbers; one that is not finite is missing.</summary>
    public static LabelCollector OfNumbers(Func<float> read) =>
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
