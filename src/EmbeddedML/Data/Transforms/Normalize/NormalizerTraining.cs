using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Learns the normalizers of several columns in one pass over the data.</summary>
internal static class NormalizerTraining
{
    public static NormalizingTransformer Train(IHost host, IDataView input, IReadOnlyList<NormalizingEstimator.ColumnOptions> columns)
    {
        var inputs = new DataViewSchema.Column[columns.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            string name = columns[i].Pair.InputColumnName;
            inputs[i] = ColumnErrors.Find(input.Schema, nameof(input), "input", name);
            NormalizingTransformer.CheckType(inputs[i]);
        }
        ColumnNormalizer[] normalizers = Read(input, inputs, columns);
        return new NormalizingTransformer(host, columns.Select(c => c.Pair).ToArray(), normalizers);
    }

    private static ColumnNormalizer[] Read(IDataView input, DataViewSchema.Column[] inputs, IReadOnlyList<NormalizingEstimator.ColumnOptions> columns)
    {
        using DataViewRowCursor cursor = input.GetRowCursor(inputs.DistinctBy(c => c.Index));
        var learners = new ColumnLearner[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            learners[i] = inputs[i].Type.ItemTypeOrSelf().Equals(NumberDataViewType.Single)
                ? new ColumnLearner<float>(cursor, inputs[i], columns[i])
                : new ColumnLearner<double>(cursor, inputs[i], columns[i]);
        }
        long most = columns.Select(c => c.MaximumExampleCount).DefaultIfEmpty().Max();
        for (long row = 0; row < most && cursor.MoveNext(); row++)
        {
            foreach (ColumnLearner learner in learners)
                learner.ReadRow(row);
        }
        return Array.ConvertAll(learners, learner => learner.Finish());
    }

    private abstract class ColumnLearner
    {
        public abstract void ReadRow(long row);

        public abstract ColumnNormalizer Finish();
    }

    private sealed class ColumnLearner<T> : ColumnLearner where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly DataViewSchema.Column _column;
        private readonly long _maximumExampleCount;
        private readonly SlotStatistics<T> _statistics;
        private readonly ValueGetter<VBuffer<T>> _getter;
        private VBuffer<T> _vector;

        public ColumnLearner(DataViewRow row, DataViewSchema.Column column, NormalizingEstimator.ColumnOptions options)
        {
            _column = column;
            _maximumExampleCount = options.MaximumExampleCount;
            _statistics = options.Method == NormalizingEstimator.Method.MinMax
                ? new MinMaxStatistics<T>(column.Type, options.FixZero)
                : new MeanVarianceStatistics<T>(column.Type, options.FixZero, options.UseCdf);
            _getter = column.Type is VectorDataViewType ? row.GetGetter<VBuffer<T>>(column) : AsVectors(row.GetGetter<T>(column));
        }

        public override void ReadRow(long row)
        {
            if (row >= _maximumExampleCount)
                return;
            _getter(ref _vector);
            if (_vector.Length != _column.Type.ValueCount())
            {
                throw new InvalidOperationException(
                    $"The vectors of the column '{_column.Name}' must have {_column.Type.ValueCount()} slots, but one has {_vector.Length}.");
            }
            _statistics.Add(_vector);
        }

        public override ColumnNormalizer Finish() => _statistics.Finish();

        private static ValueGetter<VBuffer<T>> AsVectors(ValueGetter<T> getter) => (ref VBuffer<T> vector) =>
        {
            VBufferEditor<T> editor = VBufferEditor.Create(ref vector, 1);
            getter(ref editor.Values[0]);
            vector = editor.Commit();
        };
    }
}
