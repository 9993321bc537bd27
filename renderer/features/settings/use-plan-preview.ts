import { useEffect, useState } from 'react';
import type { MemoryPlan } from '../../../engine/shared/app/settings.js';
import { toErrorShape } from '../../../engine/shared/errors.js';
import { useClient } from '../../host/index.js';
import { useToasts } from '../../ui/index.js';

/** What a budget would buy, asked anew for every budget; the last answer stays until the next one is there. */
export function usePlanPreview(budgetBytes: number | null): MemoryPlan | undefined {
  const client = useClient();
  const toasts = useToasts();
  const [plan, setPlan] = useState<MemoryPlan>();
  useEffect(() => {
    const controller = new AbortController();
    client.planPreview({ budgetBytes }, { signal: controller.signal }).then(setPlan, (thrown: unknown) => {
      const error = toErrorShape(thrown);
      if (error.code !== 'cancelled') toasts.failure(error);
    });
    return () => controller.abort();
  }, [client, budgetBytes, toasts]);
  return plan;
}
