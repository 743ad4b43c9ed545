using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Learns what stands in for the missing values of several columns, in one pass over the data.</summary>
internal static class ReplacementTraining
{
    public static ColumnReplacement[] Train(IHost host, IDataView input, IReadOnlyList<MissingValueReplacingEstimator.ColumnOptions> columns)
    {
        var inputs = new DataViewSchema.Column[columns.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            string name = columns[i].Pair.InputColumnName;
            inputs[i] = ColumnErrors.Find(input.Schema, nameof(input), "input", name);
            MissingValueReplacingTransformer.CheckType(inputs[i]);
        }
        using IChannel channel = host.Start("Computing Statistics");
        ColumnLearner[] learners = Array.ConvertAll(inputs.Zip(columns).ToArray(), c => ColumnLearner.Create(c.First, c.Second, channel));
        ColumnLearner[] reading = learners.Where(learner => learner.ReadsData).ToArray();
        if (reading.Length > 0)
        {
            using DataViewRowCursor cursor = input.GetRowCursor(reading.Select(learner => learner.Column).DistinctBy(c => c.Index));
            foreach (ColumnLearner learner in reading)
                learner.Bind(cursor);
            while (cursor.MoveNext())
            {
                foreach (ColumnLearner learner in reading)
                    learner.ReadRow();
            }
        }
        return Array.ConvertAll(learners, learner => learner.Finish());
    }

    private abstract class ColumnLearner(DataViewSchema.Column column, bool readsData)
    {
        public DataViewSchema.Column Column { get; } = column;

        public bool ReadsData { get; } = readsData;

        public abstract void Bind(DataViewRow row);

        public abstract void ReadRow();

        public abstract ColumnReplacement Finish();

        public static ColumnLearner Create(DataViewSchema.Column column, MissingValueReplacingEstimator.ColumnOptions options, IChannel channel)
            => column.Type.ItemTypeOrSelf().Equals(NumberDataViewType.Single)
                ? new ColumnLearner<float>(column, options, channel)
                : new ColumnLearner<double>(column, options, channel);
    }

    private sealed class ColumnLearner<T> : ColumnLearner where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly IChannel _channel;
        private readonly bool _isBySlot;
        private readonly ReplacementStatistic<T>[] _statistics;
        private Action _readRow = static () => { };
        private long _total;

        public ColumnLearner(DataViewSchema.Column column, MissingValueReplacingEstimator.ColumnOptions options, IChannel channel)
            : base(column, options.Mode != MissingValueReplacingEstimator.ReplacementMode.DefaultValue)
        {
            _channel = channel;
            if (ReadsData && options.ImputeBySlot && column.Type is VectorDataViewType)
            {
                _isBySlot = column.Type.ValueCount() > 0;
                if (!_isBySlot)
                    channel.Warning(MessageSensitivity.Schema, "By-slot imputation can not be done on variable-length column");
            }
            _statistics = new ReplacementStatistic<T>[_isBySlot ? column.Type.ValueCount() : 1];
            for (int i = 0; i < _statistics.Length && ReadsData; i++)
                _statistics[i] = ReplacementStatistic<T>.Create(options.Mode, _isBySlot, isAcrossSlots: !_isBySlot && column.Type is VectorDataViewType);
        }

        public override void Bind(DataViewRow row)
        {
            if (Column.Type is VectorDataViewType)
            {
                ValueGetter<VBuffer<T>> getter = row.GetGetter<VBuffer<T>>(Column);
                VBuffer<T> vector = default;
                _readRow = () =>
                {
                    getter(ref vector);
                    Add(vector);
                };
            }
            else
            {
                ValueGetter<T> getter = row.GetGetter<T>(Column);
                T value = default;
                _readRow = () =>
                {
                    getter(ref value);
                    _statistics[0].Add(value);
                    _total++;
                };
            }
        }

        public override void ReadRow() => _readRow();

        public override ColumnReplacement Finish()
        {
            if (!ReadsData)
                return new ColumnReplacement<T>(Column.Type.ItemTypeOrSelf(), [T.Zero]);
            T[] values = Array.ConvertAll(_statistics, statistic => statistic.Finish(_total, _channel));
            return new ColumnReplacement<T>(_isBySlot ? Column.Type : Column.Type.ItemTypeOrSelf(), values);
        }

        private void Add(in VBuffer<T> vector)
        {
            ReadOnlySpan<T> values = vector.GetValues();
            ReadOnlySpan<int> indices = vector.GetIndices();
            for (int i = 0; i < values.Length; i++)
                _statistics[!_isBySlot ? 0 : vector.IsDense ? i : indices[i]].Add(values[i]);
            _total += _isBySlot ? 1 : vector.Length;
        }
    }
}
